package location

import (
	"strings"
	"testing"
)

func TestFileSystems(t *testing.T) {
	const mounts = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/press\040desk rw shared:2 - nfs4 server:/desk rw
31 22 0:41 / /home/ada/share rw - cifs //server/share rw
32 31 8:2 / /home/ada/share/local rw - ext4 /dev/sdb1 rw
33 22 0:42 / /media rw - ext4 /dev/sdc1 rw
34 22 0:43 / /media rw - fuse.sshfs ada@server: rw
a line that is none
`
	for folder, want := range map[string]string{
		"/":                         "",
		"/home/ada":                 "",
		"/mnt/press desk":           "NFS",
		"/mnt/press desk/a/b":       "NFS",
		"/mnt/press desk 2":         "",
		"/home/ada/share/x":         "SMB",
		"/home/ada/share/local/x":   "",
		"/home/ada/sharefoundation": "",
		"/media/x":                  "SSHFS",
	} {
		if got := networkFileSystems[fileSystem(strings.NewReader(mounts), folder)]; got != want {
			t.Errorf("%s: %q, want %q", folder, got, want)
		}
	}
}
