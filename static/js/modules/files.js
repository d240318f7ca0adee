// A file field for phones: camera or folder, what was chosen with a preview, and each file can be taken out again.
const MEGABYTE = 1024 * 1024;
const LARGEST_PREVIEW = 12 * MEGABYTE;
const LIGHT = 1.5 * MEGABYTE;
const LONGEST_SIDE = 2560, QUALITY = 0.85; // what the site keeps of a photo: core/uploads/pictures.py

export function start(field) {
  const input = field.querySelector("input[type=file]");
  const list = field.querySelector("[data-list]");
  const buttons = field.querySelector("[data-buttons]");
  const refused = field.querySelector("[data-refused]");
  let chosen = [];

  buttons.hidden = false;
  input.classList.add("jh-vh");
  input.tabIndex = -1;
  input.setAttribute("aria-hidden", "true");
  field.querySelector("[data-folder]").addEventListener("click", () => pick(false));
  field.querySelector("[data-camera]")?.addEventListener("click", () => pick(true));
  input.addEventListener("change", async () => {
    const added = [...input.files];
    chosen = input.multiple ? [...chosen, ...added] : added;
    keep();
    const lighter = await Promise.all(added.map(smaller));
    const now = chosen.map((file) => (added.includes(file) ? lighter[added.indexOf(file)] : file));
    const fitting = now.filter((file) => file.size <= field.dataset.limit * MEGABYTE);
    chosen = fitting.slice(0, field.dataset.most);
    tell([
      ...now.filter((file) => !fitting.includes(file)).map((file) => words(field.dataset.large, file)),
      ...fitting.slice(field.dataset.most).map((file) => words(field.dataset.many, file)),
    ]);
    keep();
  });

  function pick(camera) {
    if (camera) input.setAttribute("capture", "environment");
    else input.removeAttribute("capture");
    input.click();
  }

  // What does not fit is said here, before anything is sent: the server would refuse it after minutes.
  function tell(lines) {
    refused.hidden = lines.length === 0;
    refused.lastElementChild.replaceChildren(...lines.map((line) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    }));
  }

  function keep() {
    const bundle = new DataTransfer();
    for (const file of chosen) bundle.items.add(file);
    input.files = bundle.files;
    list.replaceChildren(...chosen.map((file) => row(file)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function row(file) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const size = document.createElement("span");
    const remove = document.createElement("button");
    name.className = "jh-file";
    size.className = "jh-cap";
    size.textContent = file.size < MEGABYTE / 10
      ? field.dataset.small.replace("{size}", Math.ceil(file.size / 1024))
      : words(field.dataset.size, file);
    name.append(file.name, document.createElement("br"), size);
    remove.type = "button";
    remove.className = "jh-tool jh-44";
    remove.textContent = "×";
    remove.setAttribute("aria-label", field.dataset.remove.replace("{file}", file.name));
    remove.addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== file);
      keep();
      field.querySelector("[data-folder]").focus();
    });
    item.append(name, remove);
    if (file.type.startsWith("image/") && file.size <= LARGEST_PREVIEW) preview(file, item);
    return item;
  }
}

// A photo of today's phones is larger than what is kept of it: sent in that size it arrives in seconds.
async function smaller(file) {
  if (file.type !== "image/jpeg" || file.size <= LIGHT) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type, lastModified: file.lastModified });
  } catch {
    return file;
  }
}

function words(template, file) {
  return template.replace("{file}", file.name).replace("{size}", (file.size / MEGABYTE).toFixed(1));
}

function preview(file, item) {
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    const picture = document.createElement("img");
    picture.className = "jh-thumb";
    picture.alt = "";
    picture.src = reader.result;
    item.prepend(picture);
  });
  reader.readAsDataURL(file);
}
