/* Runs before the first paint: the person's choice of theme wins over the system's. */
(() => {
  const root = document.documentElement;
  let kept = null;
  try { kept = localStorage.getItem("theme"); } catch { /* storage is closed: the system decides */ }
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;

  const shown = () => root.dataset.theme || (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark");

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-switch]")) return;
    root.dataset.theme = shown() === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* lasts for this page only */ }
  });
})();
