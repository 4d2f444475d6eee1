/* Runs before the first paint. Dark unless the person chose otherwise, whatever the system
   says: pictures are judged in the dim, beside grading and editing software. */
(() => {
  const root = document.documentElement;
  try { root.dataset.theme = localStorage.getItem("theme") === "light" ? "light" : "dark"; } catch { /* storage is closed: dark */ }

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-switch]")) return;
    root.dataset.theme = root.dataset.theme === "light" ? "dark" : "light";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* lasts for this page only */ }
  });
})();
