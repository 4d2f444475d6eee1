/** The shots of a project as the server's columns give them: which of them are shown, in which order. */

const NONE = "none";

export class Shots {
  /** @param {object} told the answer of /api/v1/projects/ID/shot-status/ */
  constructor(told) {
    this.told = told;
    this.columns = Object.fromEntries(Object.entries(told.columns).map(([name, column]) => [name, column ?? []]));
    this.scenes = new Map(told.scenes.map((scene) => [scene.id, { ...scene, title: `${scene.episode_code ? `${scene.episode_code} ▸ ` : ""}${scene.code} ${scene.name}`.trim() }]));
    this.texts = this.columns.code.map((code, at) => `${code}\n${this.columns.name[at]}`.toLowerCase());
  }

  /** The rows that are asked for, by their places in the answer. @param {{state?: string, episode?: string, scene?: string, find?: string, sort?: string}} asked */
  chosen({ state = "", episode = "", scene = "", find = "", sort = "" }) {
    const { columns, scenes, texts } = this, words = find.trim().replace(/\s+/g, " ").toLowerCase(), found = [];
    for (let at = 0; at < texts.length; at += 1) {
      if (words && !texts[at].includes(words)) continue;
      if (scene && columns.scene[at] !== scene) continue;
      if (episode && scenes.get(columns.scene[at])?.episode !== episode) continue;
      if (state && !this.stands(at, state)) continue;
      found.push(at);
    }
    return sort && sort !== "story" ? found.sort((a, b) => this.order(sort, a, b) || a - b) : found;
  }

  stands(at, state) {
    const work = this.columns.work[at];
    return state === NONE ? !work : Boolean(work?.some(([, stood]) => stood === state));
  }

  order(sort, a, b) {
    const column = this.columns[sort];
    if (sort === "code") return column[a] < column[b] ? -1 : Number(column[a] > column[b]);
    return column[b] - column[a];
  }
}
