import type { ReactNode } from "react";

export const metadata = { title: "LeNet-5 reads a digit" };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
