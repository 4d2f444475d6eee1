/* Runs while the page of the administration is read, before its main part: Django opens the list of
   tables after that is painted, and everything would move to the side. */
(() => {
  let open = true;
  try { open = localStorage.getItem("django.admin.navSidebarIsOpen") !== "false"; } catch { /* storage is closed: open, as Django has it */ }
  document.getElementById("main")?.classList.toggle("shifted", open);
})();
