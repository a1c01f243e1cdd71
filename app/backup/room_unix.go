//go:build linux || darwin

package backup

import "syscall"

// room is how many bytes the user may still write where a folder is.
func room(folder string) (free int64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
