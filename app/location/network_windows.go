package location

import (
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"
)

var getDriveType = syscall.NewLazyDLL("kernel32.dll").NewProc("GetDriveTypeW")

const driveRemote = 4

// networkName names the drive or the share of a folder where that is reached
// over a network, else "".
func networkName(folder string) string {
	volume := filepath.VolumeName(folder)
	if strings.HasPrefix(volume, `\\`) {
		return volume
	}
	root, err := syscall.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return ""
	}
	if kind, _, _ := getDriveType.Call(uintptr(unsafe.Pointer(root))); kind == driveRemote {
		return volume
	}
	return ""
}
