// The theme that was chosen earlier, set before anything is painted; without one the system's holds.

(() => {
  try {
    const chosen = localStorage.getItem("kg-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // A browser that keeps nothing for a page shows the system's theme.
  }
})();
