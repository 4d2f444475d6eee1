/** What was dropped or chosen, on its way: gathered, its plan shown where there is one, and given to the uploads. */

import { bundle } from "./frame-tar.js";
import { confirmed } from "./send-plan.js";
import { gather } from "./sequences.js";
import { toast } from "./toast.js";
import { add } from "./upload-client.js";
import { gettext } from "./words.js";
import "./upload-tray.js";

/**
 * A few files go at once; for folders and sequences the plan is shown first.
 * @param {import("./folders.js").Found} found @param {{project?: string, asset?: string}} where
 */
export async function send(found, { project, asset = "" }) {
  let items = gather(found.rows);
  if (found.folders || items.some((item) => item.frames)) items = await confirmed(items, found);
  if (!items.length) return;
  if (asset && found.folders && items.length > 1) {
    toast(gettext("A version is one file or one sequence, and there are several here. Nothing was sent."), "warning");
    return;
  }
  await add(items.map((item) => ({ ...(item.frames ? together(item) : { file: item.file, handle: item.handle }), folder: item.folder, project, asset })));
}

/** @param {import("./sequences.js").Sequence} item */
function together({ title, frames }) {
  const files = frames.map((row) => row.file);
  return { file: bundle(title, files), handle: frames[0].home ?? null, frames: files.map((file) => file.name) };
}
