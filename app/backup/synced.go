package backup

import (
	"os"
	"path/filepath"
	"strings"
)

// syncing are the beginnings of the names that programs which copy a folder to other computers give it.
var syncing = []struct{ folder, name string }{
	{"dropbox", "Dropbox"}, {"onedrive", "OneDrive"}, {"google drive", "Google Drive"}, {"googledrive", "Google Drive"},
	{"icloud", "iCloud"}, {"mobile documents", "iCloud"}, {"com~apple~clouddocs", "iCloud"}, {"nextcloud", "Nextcloud"}, {"owncloud", "ownCloud"},
	{"pcloud", "pCloud"}, {"box sync", "Box"}, {"mega", "MEGA"}, {"syncthing", "Syncthing"}, {"cloudstorage", "a cloud drive"},
	{"seafile", "Seafile"}, {"proton drive", "Proton Drive"},
}

// markers lie in the folders that such programs keep.
var markers = map[string]string{".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".stfolder": "Syncthing", ".sync": "a syncing program",
	".nextcloudsync.log": "Nextcloud", ".owncloudsync.log": "ownCloud"}

// Synced tells by which program a folder is probably copied to other computers; "" where nothing says so.
func Synced(folder string) string {
	for at := filepath.Clean(folder); ; at = filepath.Dir(at) {
		base := strings.ToLower(filepath.Base(at))
		for _, s := range syncing {
			if base == s.folder || strings.HasPrefix(base, s.folder+" ") || strings.HasPrefix(base, s.folder+"-") || strings.HasPrefix(base, s.folder+"(") {
				return s.name
			}
		}
		for marker, name := range markers {
			if _, err := os.Lstat(filepath.Join(at, marker)); err == nil {
				return name
			}
		}
		if at == filepath.Dir(at) {
			return ""
		}
	}
}
