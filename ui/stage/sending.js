// Sends a file to the server, as gradio takes it.

// What kept a file from getting there: "large", "offline" or "unexpected".
export class NotSent extends Error {}

const LARGE = 413; // HTTP's word for it

// Gradio's name for a file that the server keeps under a path. number: another one each time, so that gradio
// takes what it had before for something new.
export const fileData = (root, path, file, number) => ({
  path,
  url: `${root}/gradio_api/file=${path}#${number}`,
  orig_name: file.name,
  size: file.size,
  mime_type: file.type,
  is_stream: false,
  meta: { _type: "gradio.FileData" },
});

// Uploads a file and resolves with its path there; `told` hears the share that is sent, 0 to 1. Aborted by the
// signal, it never resolves. Raises NotSent.
export const send = (file, root, told, signal) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("files", file, file.name);
    request.open("POST", `${root}/gradio_api/upload`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
    request.onerror = () => reject(new NotSent("offline"));
    request.onload = () => {
      const [path] = request.response ?? [];
      if (request.status === 200 && path) resolve(path);
      else reject(new NotSent(request.status === LARGE ? "large" : "unexpected"));
    };
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
