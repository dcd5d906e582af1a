export {
  checkFamilyPackage,
  type Checked,
  type CheckedGroup,
  type CheckPackageOptions,
  type PackageReport,
} from "./check-family-package.js";
export { familyOptions, openFamilyPackage, type FamilyPackage, type FamilyManifest } from "./family-package.js";
export { packageChecks } from "./package-checks.js";
