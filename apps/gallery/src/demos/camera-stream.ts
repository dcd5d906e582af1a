/** What the camera sees until the signal; the browser asks its user before. */
export async function openCamera(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 } } });
  const close = () => stream.getTracks().forEach((track) => track.stop());
  signal.addEventListener("abort", close);
  if (signal.aborted) return close();
  video.srcObject = stream;
  await video.play();
}
