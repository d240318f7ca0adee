// What a test asks of a page: its words, what is wider than the screen, which short words are broken, what axe finds.
globalThis.look = (() => {
  const AS_IS = 'code, kbd, samp, script, style, noscript, [lang="en"], [lang="zh-Hans"], [data-as-is]';
  const NAMES = ["aria-label", "title", "alt", "placeholder"];
  const KEPT = ".jh-sch, .jh-st, .jh-nowrap, .jh-tag, .btn, th[scope=row]";

  function* nodes() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) yield walker.currentNode;
  }

  function texts() {
    const found = [document.title];
    for (const node of nodes()) {
      const words = node.textContent.replace(/\s+/g, " ").trim();
      if (words && !node.parentElement.closest(AS_IS)) found.push(words);
    }
    for (const node of document.querySelectorAll(NAMES.map((name) => `[${name}]`).join()))
      if (!node.closest(AS_IS)) found.push(...NAMES.map((name) => node.getAttribute(name)).filter(Boolean));
    return found;
  }

  function held(node) {
    for (let up = node.parentElement; up; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible") return true;
    return false;
  }

  function named(node) {
    return `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 40)}`;
  }

  // Beyond the edge of the page, or cut off at the edge of a frame that cannot be moved.
  function wider() {
    const room = document.documentElement.clientWidth, wide = document.documentElement.scrollWidth > room;
    const beyond = [...document.querySelectorAll("body *")].filter((node) => {
      const box = node.getBoundingClientRect();
      return wide && box.width && box.right > room + 1 && !held(node);
    });
    const cut = [...document.querySelectorAll(".jh-tw")].filter((node) =>
      getComputedStyle(node).overflowX === "clip" && node.scrollWidth > node.clientWidth + 1);
    return [...beyond, ...cut].slice(0, 4).map(named);
  }

  function lines(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
    return new Set(boxes.map((box) => Math.round(box.top / 4))).size;
  }

  // Names of people and schools, chips and buttons of a few characters stay on one line.
  function broken() {
    const found = new Set();
    for (const node of nodes()) {
      const words = node.textContent.trim(), home = node.parentElement, kept = home.closest(KEPT);
      if (!words || words.length > 12 || !kept || home.closest(".jh-vh, dialog, [popover]")) continue;
      if (kept.matches("th") && words.length > 5) continue;
      if (lines(node) > 1) found.add(words);
    }
    return [...found].slice(0, 6);
  }

  async function faults(options) {
    const { violations } = await axe.run(document, options);
    const reason = (node) => [...node.any, ...node.all, ...node.none][0]?.message ?? "";
    const places = (rule) => rule.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} | ${reason(node)}`);
    return violations.map((rule) => [rule.id, rule.help, places(rule)]);
  }

  return { texts, wider, broken, faults };
})();
