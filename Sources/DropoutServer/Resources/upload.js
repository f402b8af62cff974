// @ts-check
// Uploads a table of the user's as the data set.

import { field, part, setText } from "./page.js";

/**
 * Connects the file field.
 * @param {import("./laboratory.js").Laboratory} laboratory
 */
export function startUpload(laboratory) {
  const input = field("upload");
  const message = part("uploadMessage");
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    message.classList.remove("good");
    const most = laboratory.hello.limits.uploadBytes;
    if (file.size > most) {
      return setText(message, `${file.name} has ${Math.ceil(file.size / 1024)} KiB; at most ${most / 1024} KiB can be used.`);
    }
    setText(message, "");
    try {
      const answer = await fetch(`/api/data?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
      const result = await answer.json();
      if (!answer.ok) return setText(message, result.error);
      message.classList.add("good");
      setText(message, result.line);
      laboratory.change({ data: result.data, noise: null });
    } catch {
      setText(message, `${file.name} could not be sent: no answer from the server.`);
    } finally {
      // The same file may be chosen again after it has been corrected.
      input.value = "";
    }
  });
}
