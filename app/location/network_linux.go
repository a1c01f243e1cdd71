package location

import (
	"bufio"
	"io"
	"os"
	"strconv"
	"strings"
)

// networkName names the file system of a folder where that is reached over a
// network, else "".
func networkName(folder string) string {
	mounts, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return ""
	}
	defer mounts.Close()
	return networkFileSystems[fileSystem(mounts, folder)]
}

// networkFileSystems are the file systems that are reached over a network, or through the
// border of a virtual machine, by the names that the kernel gives them.
var networkFileSystems = map[string]string{
	"nfs": "NFS", "nfs4": "NFS", "cifs": "SMB", "smb3": "SMB", "smbfs": "SMB", "afs": "AFS", "ceph": "Ceph", "lustre": "Lustre",
	"glusterfs": "GlusterFS", "fuse.glusterfs": "GlusterFS", "davfs": "WebDAV", "fuse.davfs": "WebDAV", "fuse.sshfs": "SSHFS",
	"fuse.rclone": "rclone", "fuse.gvfsd-fuse": "GVfs", "fuse.s3fs": "S3", "fuse.curlftpfs": "FTP", "fuse.onedriver": "OneDrive",
	"fuse.google-drive-ocamlfuse": "Google Drive", "9p": "a shared folder", "virtiofs": "a shared folder", "vboxsf": "a shared folder",
	"fuse.vmhgfs-fuse": "a shared folder",
}

// fileSystem finds the type of the file system that a folder lies in, in a list
// of mounts as proc_pid_mountinfo(5) describes it.
func fileSystem(mounts io.Reader, folder string) string {
	kind, longest := "", -1
	for lines := bufio.NewScanner(mounts); lines.Scan(); {
		mount, rest, found := strings.Cut(lines.Text(), " - ")
		fields := strings.Fields(mount)
		types := strings.Fields(rest)
		if !found || len(fields) < 5 || len(types) == 0 {
			continue
		}
		point := unescaped(fields[4])
		within := folder == point || strings.HasPrefix(folder, strings.TrimSuffix(point, "/")+"/")
		if within && len(point) >= longest { // a later mount covers an earlier one
			kind, longest = types[0], len(point)
		}
	}
	return kind
}

// unescaped undoes the octal escapes of spaces and the like.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
