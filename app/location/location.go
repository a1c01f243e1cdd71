// Package location tells where a file lies: on a disk of this computer, on one
// that is reached over a network, or in a folder that a program copies to
// other computers while it is written.
package location

import (
	"os"
	"path/filepath"
	"strings"
)

// Kind is a kind of place.
type Kind int

// The kinds of place.
const (
	Local   Kind = iota
	Network      // reached over a network, or shared by the computer that this one runs in
	Synced       // copied to other computers by a program
)

// Place is where a file lies. Name is that of the file system or of the
// program that copies, "" for Local.
type Place struct {
	Kind Kind
	Name string
}

// Of tells where a file lies, or would lie. What can't be found out is Local.
// It reads from the disk, which may take long where that is far away.
func Of(path string) Place {
	path, err := filepath.Abs(path)
	if err != nil {
		return Place{}
	}
	folder := filepath.Dir(path)
	if name := SyncedBy(folder); name != "" {
		return Place{Synced, name}
	}
	if real, err := filepath.EvalSymlinks(folder); err == nil {
		folder = real
	}
	if name := networkName(folder); name != "" {
		return Place{Network, name}
	}
	return Place{}
}

// byName are programs by the names that their folders have.
var byName = map[string]string{
	"dropbox": "Dropbox", "onedrive": "OneDrive", "google drive": "Google Drive", "googledrive": "Google Drive", "my drive": "Google Drive",
	"nextcloud": "Nextcloud", "owncloud": "ownCloud", "iclouddrive": "iCloud", "mobile documents": "iCloud", "cloudstorage": "a cloud service",
	"icloud": "iCloud", "com~apple~clouddocs": "iCloud", "mega": "MEGA", "syncthing": "Syncthing", "pcloud": "pCloud", "pclouddrive": "pCloud", "pcloud drive": "pCloud", "megasync": "MEGA", "proton drive": "Proton Drive", "box sync": "Box",
	"yandex.disk": "Yandex Disk", "synologydrive": "Synology Drive", "seafile": "Seafile",
}

// byStart are programs by what the names of their folders begin with.
var byStart = map[string]string{
	"dropbox (": "Dropbox", "onedrive - ": "OneDrive", "googledrive-": "Google Drive", "google drive (": "Google Drive",
}

// byMark are programs by the files they leave in the folders they copy.
var byMark = map[string]string{
	".stfolder": "Syncthing", ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".nextcloudsync.log": "Nextcloud", ".owncloudsync.log": "ownCloud",
	filepath.Join(".sync", "ID"): "Resilio Sync", ".tmp.drivedownload": "Google Drive",
}

// SyncedBy names the program that copies a folder to other computers, "" for none. The folder need not be there yet.
func SyncedBy(folder string) string {
	if real, err := filepath.EvalSymlinks(folder); err == nil {
		folder = real
	}
	for {
		base := strings.ToLower(filepath.Base(folder))
		if name := byName[base]; name != "" {
			return name
		}
		for start, name := range byStart {
			if strings.HasPrefix(base, start) {
				return name
			}
		}
		for mark, name := range byMark {
			// A program's own settings lie in the user's home folder, under the same names.
			if home, err := os.UserHomeDir(); err == nil && home == folder {
				break
			}
			if _, err := os.Lstat(filepath.Join(folder, mark)); err == nil {
				return name
			}
		}
		above := filepath.Dir(folder)
		if above == folder {
			return ""
		}
		folder = above
	}
}
