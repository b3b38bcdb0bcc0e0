export function componentOfPackage(id: string, name: string): string | undefined;
