package location

import "syscall"

// networkName names the file system of a folder where that is reached over a
// network, else "".
func networkName(folder string) string {
	var fs syscall.Statfs_t
	if syscall.Statfs(folder, &fs) != nil {
		return ""
	}
	var name []byte
	for _, c := range fs.Fstypename {
		if c == 0 {
			break
		}
		name = append(name, byte(c))
	}
	return map[string]string{"nfs": "NFS", "smbfs": "SMB", "afpfs": "AFP", "webdav": "WebDAV", "ftp": "FTP", "macfuse_sshfs": "SSHFS"}[string(name)]
}
