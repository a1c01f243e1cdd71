package location

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSyncedFolders(t *testing.T) {
	for folder, want := range map[string]string{
		"work":                              "",
		"My Dropbox notes":                  "",
		"Dropbox/work":                      "Dropbox",
		"Dropbox (Example Ltd)/a/b":         "Dropbox",
		"OneDrive - Example Ltd":            "OneDrive",
		"Library/CloudStorage/Thing-1/work": "a cloud service",
		"nextcloud":                         "Nextcloud",
	} {
		path := filepath.Join(t.TempDir(), folder)
		if err := os.MkdirAll(path, 0o700); err != nil {
			t.Fatal(err)
		}
		got := Of(filepath.Join(path, "W.factmark"))
		if got.Kind == Network && want == "" {
			continue // where the tests themselves run over a network
		}
		if (got.Kind == Synced) != (want != "") || want != "" && got.Name != want {
			t.Errorf("%s: %+v, want %q", folder, got, want)
		}
	}
}

func TestMarksOfSyncingPrograms(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	shared := filepath.Join(home, "shared")
	if err := os.MkdirAll(filepath.Join(shared, "deep", "down"), 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(shared, "deep", "down", "W.factmark")
	// Settings of a program in the home folder don't make that a synced one.
	if err := os.Mkdir(filepath.Join(home, ".dropbox"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := Of(path); got.Kind == Synced {
		t.Errorf("%+v before there is a mark", got)
	}
	if err := os.Mkdir(filepath.Join(shared, ".stfolder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := Of(path); got != (Place{Synced, "Syncthing"}) {
		t.Errorf("%+v", got)
	}
	// A link leads there as well.
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(shared, link); err != nil {
		t.Skip(err)
	}
	if got := Of(filepath.Join(link, "W.factmark")); got.Name != "Syncthing" {
		t.Errorf("through a link: %+v", got)
	}
}

func TestFoldersThatNeedNotBeThere(t *testing.T) {
	home := t.TempDir()
	for path, want := range map[string]string{
		"Documents/Factmark":       "",
		"Dropbox/work":             "Dropbox",
		"Dropbox (Personal)/x":     "Dropbox",
		"OneDrive - The Example/x": "OneDrive",
		"Nextcloud":                "Nextcloud",
		"megaphone":                "",
		"Library/Mobile Documents/com~apple~CloudDocs": "iCloud",
		"boxes": "",
	} {
		if got := SyncedBy(filepath.Join(home, path)); got != want {
			t.Errorf("%s is copied by %q, want %q", path, got, want)
		}
	}
	if err := os.MkdirAll(filepath.Join(home, "team", ".stfolder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := SyncedBy(filepath.Join(home, "team", "backups", "not made yet")); got != "Syncthing" {
		t.Errorf("below Syncthing's marker: %q", got)
	}
}
