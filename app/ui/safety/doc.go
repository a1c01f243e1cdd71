// Package safety is the dialogs of backups and restoring, of the check and its repair, of places that are not safe, and of
// cleaning up.
package safety
