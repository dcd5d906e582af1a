import { useEffect, useState } from "preact/hooks";

/** Whether the page is dark: a canvas must be drawn anew when that changes. */
export function useDarkness(): boolean {
  const asked = matchMedia("(prefers-color-scheme: dark)");
  const [isDark, setIsDark] = useState(asked.matches);
  useEffect(() => {
    const follow = () => setIsDark(asked.matches);
    asked.addEventListener("change", follow);
    return () => asked.removeEventListener("change", follow);
  }, []);
  return isDark;
}
