/** A port's name as Kubernetes has it: lower-case with dashes. */
export const portName = (port: string): string =>
  port.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
