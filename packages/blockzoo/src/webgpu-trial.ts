import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { BlockzooError, MissingPackageError, type Backend } from "@blockzoo/core";

/** Why WebGPU does not start. */
interface Failure {
  readonly message: string;
  /** Of the package that is missing, if that is why. */
  readonly packageName?: string;
}

const trial = `
  const { onnxruntime } = await import(${JSON.stringify(import.meta.resolve("@blockzoo/backend-onnxruntime"))});
  await onnxruntime({ provider: "webgpu" }).then(
    (backend) => backend.dispose(),
    ({ message, packageName }) => process.stdout.write(JSON.stringify({ message, packageName })),
  );
`;

/**
 * Opens WebGPU where a process of its own could. Drivers, and Dawn, write to the terminal what they are displeased with, past
 * anything that JavaScript could catch; in the trial nobody reads it, and a driver that crashes ends the trial alone.
 */
export async function openWebgpu(): Promise<Backend> {
  // Without it the library of Wayland, which drivers load, complains to the terminal even where all works.
  if (process.platform === "linux") process.env["XDG_RUNTIME_DIR"] ||= tmpdir();
  const failure = await tryInProcess();
  if (failure === undefined) return onnxruntime({ provider: "webgpu" });
  if (failure.packageName !== undefined) throw new MissingPackageError(failure.packageName);
  throw new BlockzooError(failure.message, { kind: "failure" });
}

function tryInProcess(): Promise<Failure | undefined> {
  const args = [...process.execArgv, "--input-type=module", "--eval", trial];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (said.startsWith("{")) return resolve(JSON.parse(said) as Failure);
      resolve(
        code === 0 ? undefined : { message: `WebGPU ended the process that tried it (${signal ?? `code ${code}`})` },
      );
    });
  });
}
