package profile

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"

	"factmark/store"
)

// DefaultWorkspace is the path of the workspace that opens when none is named. Neither it nor its folder need exist.
// An error means that the user's data folder is unknown.
func DefaultWorkspace() (string, error) {
	folder, err := dataFolder(runtime.GOOS)
	if err != nil {
		return "", fmt.Errorf("the folder for your data is unknown: %w", err)
	}
	return filepath.Join(folder, "Factmark", "Factmark"+store.Extension), nil
}

// DefaultBackups is the folder for backups where the user has chosen none, in their data folder. It need not exist.
func DefaultBackups() (string, error) {
	folder, err := dataFolder(runtime.GOOS)
	if err != nil {
		return "", fmt.Errorf("the folder for your backups is unknown: %w", err)
	}
	return filepath.Join(folder, "Factmark", "backups"), nil
}

// CrashReports is the folder for reports of crashes, in the user's data folder. It need not exist.
func CrashReports() (string, error) {
	folder, err := dataFolder(runtime.GOOS)
	if err != nil {
		return "", fmt.Errorf("the folder for your data is unknown: %w", err)
	}
	return filepath.Join(folder, "Factmark", "crash reports"), nil
}

// InstanceFolder is the folder in which processes of the program meet, beside the user's settings. It need not exist.
func InstanceFolder() (string, error) {
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("the folder for your settings is unknown: %w", err)
	}
	return filepath.Join(folder, "factmark", "instance"), nil
}

func dataFolder(system string) (string, error) {
	switch system {
	case "windows":
		return os.UserCacheDir() // %LocalAppData%
	case "darwin":
		home, err := os.UserHomeDir()
		return filepath.Join(home, "Library", "Application Support"), err
	}
	// The standard says that a path which is not absolute is to be ignored.
	if folder := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(folder) {
		return folder, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share"), err
}

// SystemName is the name the user has on this computer: their full name, else the name they sign in with.
func SystemName() string {
	u, err := user.Current()
	if err != nil {
		return "Unnamed person"
	}
	name := strings.TrimSpace(u.Name)
	if name == "" {
		name = u.Username
	}
	if _, alone, found := strings.Cut(name, `\`); found { // DOMAIN\name on Windows, as the full name too where there is none
		name = alone
	}
	return name
}
