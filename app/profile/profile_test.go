package profile

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
)

// home makes the user's folders empty ones and gives the settings file's path.
func home(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "AppData", "LocalAppData"} {
		t.Setenv(name, filepath.Join(root, name))
	}
	folder, err := os.UserConfigDir()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "factmark", "profile.json")
}

func mustLoad(t *testing.T) *Profile {
	t.Helper()
	p, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheFirstLoadHasDefaultsAndWritesNothing(t *testing.T) {
	path := home(t)
	p := mustLoad(t)
	if id, err := uuid.Parse(p.Person().ID); err != nil || id.Version() != 7 {
		t.Errorf("the person's id %q is no UUID of version 7", p.Person().ID)
	}
	if p.Person().Name == "" || p.NameAsked() {
		t.Errorf("the person is %+v, asked %v", p.Person(), p.NameAsked())
	}
	if p.Theme() != System || p.TextSize() != DefaultTextSize || len(p.Recent()) != 0 || p.Folder(Documents) != "" || p.Damaged() != "" {
		t.Errorf("not the defaults: %v %v %v %q %q", p.Theme(), p.TextSize(), p.Recent(), p.Folder(Documents), p.Damaged())
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("Load wrote the file (%v)", err)
	}
}

func TestEverythingIsKept(t *testing.T) {
	path := home(t)
	p := mustLoad(t)
	desk := filepath.Join(t.TempDir(), "desk.factmark")
	for _, err := range []error{p.SetName("  Ana “the checker” 👩  "), p.SetTheme(Dark), p.SetTextSize(21), p.AddRecent(desk), p.SetFolder(Documents, "/some where"), p.SetFolder(Exports, "/out"), p.SetWindowSize(900, 600)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	again := mustLoad(t)
	width, height := again.WindowSize()
	if again.Person() != (Person{p.Person().ID, "Ana “the checker” 👩"}) || !again.NameAsked() || again.Theme() != Dark || again.TextSize() != 21 ||
		!slices.Equal(again.Recent(), []string{desk}) || again.Folder(Documents) != "/some where" || again.Folder(Exports) != "/out" || again.Folder(Packages) != "/out" || width != 900 || height != 600 {
		t.Errorf("read back: %+v", again.data)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v", info.Mode())
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("beside the file there are %v, %v", entries, err)
	}
}

func TestTheIdStaysFromTheFirstSaveOn(t *testing.T) {
	home(t)
	p := mustLoad(t)
	if err := p.Save(); err != nil {
		t.Fatal(err)
	}
	if again := mustLoad(t); again.Person() != p.Person() {
		t.Errorf("%+v became %+v", p.Person(), again.Person())
	}
}

func TestAnEmptyNameIsTheComputersOne(t *testing.T) {
	home(t)
	p := mustLoad(t)
	before := p.Person().Name
	if err := p.SetName("Ana"); err != nil {
		t.Fatal(err)
	}
	if err := p.SetName(" "); err != nil {
		t.Fatal(err)
	}
	if p.Person().Name != before || !p.NameAsked() {
		t.Errorf("the name is %q, asked %v, want %q", p.Person().Name, p.NameAsked(), before)
	}
}

func TestADamagedFileIsSetAside(t *testing.T) {
	const id = "0190b3a0-0000-7000-8000-000000000000"
	for name, content := range map[string]string{
		"empty": "", "cut": `{"person_id": "` + id, "no JSON": "\x00\x00\x00\x00", "a list": "[]", "no id": `{"name": "Ana"}`,
		"a wrong type": `{"person_id": "` + id + `", "recent": 3}`, "more behind it": `{"person_id": "` + id + `"} x`,
	} {
		t.Run(name, func(t *testing.T) {
			path := home(t)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			p := mustLoad(t)
			if p.Damaged() != path+".damaged" || p.data.Name != "" || p.Theme() != System || uuid.Validate(p.Person().ID) != nil {
				t.Errorf("set aside as %q, with %+v", p.Damaged(), p.data)
			}
			if kept, err := os.ReadFile(path + ".damaged"); err != nil || string(kept) != content {
				t.Errorf("what was set aside is %q, %v", kept, err)
			}
			if err := p.Save(); err != nil {
				t.Fatal(err)
			}
			if again := mustLoad(t); again.Damaged() != "" || again.Person() != p.Person() {
				t.Errorf("after saving: %q, %+v", again.Damaged(), again.data)
			}
		})
	}
}

func TestValuesOutOfRangeBecomeSensible(t *testing.T) {
	path := home(t)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	recent := `"` + strings.Join(strings.Split("abcdefghijklm", ""), `","`) + `"`
	content := `{"person_id":"0190b3a0-0000-7000-8000-000000000000","theme":"pink","text_size":900,"window_width":-5,"window_height":100,"recent":[` + recent + `],"later":1}`
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	p := mustLoad(t)
	width, height := p.WindowSize()
	if p.Damaged() != "" || p.Theme() != System || p.TextSize() != DefaultTextSize || width != 0 || height != 0 || len(p.Recent()) != maxRecent {
		t.Errorf("got %+v", p.data)
	}
}

func TestSettersKeepToTheirRanges(t *testing.T) {
	home(t)
	p := mustLoad(t)
	for size, want := range map[float32]float32{5: MinTextSize, 12.5: 12.5, 400: MaxTextSize, float32(math.NaN()): MinTextSize, float32(math.Inf(1)): MaxTextSize} {
		if err := p.SetTextSize(size); err != nil || p.TextSize() != want {
			t.Errorf("%v became %v, %v", size, p.TextSize(), err)
		}
	}
	if err := p.SetTheme("pink"); err != nil || p.Theme() != System {
		t.Errorf("the theme became %v, %v", p.Theme(), err)
	}
	for _, size := range [][2]float32{{0, 5}, {5, -1}, {float32(math.NaN()), 5}, {5, float32(math.Inf(1))}} {
		if err := p.SetWindowSize(size[0], size[1]); err == nil {
			t.Errorf("a window of %v was kept", size)
		}
	}
}

func TestRecentHoldsTheLatestTenOnce(t *testing.T) {
	home(t)
	p := mustLoad(t)
	folder := t.TempDir()
	for i := range 12 {
		if err := p.AddRecent(filepath.Join(folder, fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.AddRecent(filepath.Join(folder, "7")); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, path := range p.Recent() {
		names = append(names, filepath.Base(path))
	}
	if got := strings.Join(names, " "); got != "7 11 10 9 8 6 5 4 3 2" {
		t.Errorf("recent: %s", got)
	}
	p.Recent()[0] = "changed"
	if p.Recent()[0] == "changed" {
		t.Error("a caller can change the profile's own list")
	}
	t.Chdir(folder)
	if err := p.AddRecent("here.factmark"); err != nil || !filepath.IsAbs(p.Recent()[0]) {
		t.Errorf("a relative path is kept as %q, %v", p.Recent()[0], err)
	}
}

func TestWarningsAreKept(t *testing.T) {
	home(t)
	p := mustLoad(t)
	if p.Warned("/a") {
		t.Error("warned before anything")
	}
	for i := range maxWarned + 1 {
		if err := p.SetWarned(fmt.Sprint("/", i)); err != nil {
			t.Fatal(err)
		}
	}
	if p = mustLoad(t); p.Warned("/0") || !p.Warned("/1") || !p.Warned(fmt.Sprint("/", maxWarned)) {
		t.Error("not the last ones are kept")
	}
}

func TestConcurrentChangesAreAllKept(t *testing.T) {
	home(t)
	p := mustLoad(t)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			if err := p.SetTextSize(float32(20 + i)); err != nil {
				t.Error(err)
			}
			_, _ = p.Person(), p.Recent()
		})
		group.Go(func() {
			if err := p.AddRecent(fmt.Sprint("/w", i)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	again := mustLoad(t)
	if got := again.Recent(); len(got) != 8 || again.TextSize() < 20 || again.TextSize() != p.TextSize() {
		t.Errorf("kept: %v, %v", got, again.TextSize())
	}
}

func TestAnErrorOfTheDiskIsTold(t *testing.T) {
	path := home(t)
	p := mustLoad(t)
	if err := os.MkdirAll(filepath.Dir(filepath.Dir(path)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Dir(path), nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	if err := p.SetTheme(Dark); err == nil || p.Theme() != Dark {
		t.Errorf("got %v, theme %v", err, p.Theme())
	}
	if _, err := Load(); err == nil {
		t.Error("unreadable settings were taken for none")
	}
}

func TestDataFolders(t *testing.T) {
	root := t.TempDir()
	t.Setenv("HOME", root)
	t.Setenv("USERPROFILE", root)
	for _, test := range []struct{ system, xdg, want string }{
		{"linux", "", filepath.Join(root, ".local", "share")},
		{"linux", "relative", filepath.Join(root, ".local", "share")},
		{"linux", filepath.Join(root, "data"), filepath.Join(root, "data")},
		{"darwin", filepath.Join(root, "data"), filepath.Join(root, "Library", "Application Support")},
	} {
		t.Setenv("XDG_DATA_HOME", test.xdg)
		if got, err := dataFolder(test.system); err != nil || got != test.want {
			t.Errorf("%s with %q: %s, %v, want %s", test.system, test.xdg, got, err, test.want)
		}
	}
}

func TestDefaultWorkspace(t *testing.T) {
	home(t)
	got, err := DefaultWorkspace()
	if err != nil || !strings.HasSuffix(got, filepath.Join("Factmark", "Factmark.factmark")) || !filepath.IsAbs(got) {
		t.Errorf("%s, %v", got, err)
	}
	if runtime.GOOS == "linux" {
		t.Setenv("XDG_DATA_HOME", "")
		t.Setenv("HOME", "")
		if got, err := DefaultWorkspace(); err == nil {
			t.Errorf("without a home it is %s", got)
		}
	}
}
