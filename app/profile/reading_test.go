package profile

import (
	"math"
	"path/filepath"
	"testing"
	"time"
)

func TestReadingIsKeptWithinBounds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "profile.json")
	p, err := load(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Reading(); got != DefaultReading() {
		t.Errorf("a new profile has %+v", got)
	}
	nan := float32(math.NaN())
	for _, c := range []struct{ set, want Reading }{
		{Reading{Serif, 20, 1.8, 60}, Reading{Serif, 20, 1.8, 60}},
		{Reading{"Some Font", 1, 1, 1}, Reading{"Some Font", MinTextSize, MinLineHeight, MinColumns}},
		{Reading{"", 99, 99, 999}, Reading{Sans, MaxTextSize, MaxLineHeight, MaxColumns}},
		{Reading{Sans, nan, nan, 80}, Reading{Sans, MinTextSize, MinLineHeight, 80}},
	} {
		if err := p.SetReading(c.set); err != nil {
			t.Fatal(err)
		}
		again, err := load(path)
		if err != nil || again.Reading() != c.want || p.Reading() != c.want {
			t.Errorf("%+v is kept as %+v, %v, want %+v", c.set, again.Reading(), err, c.want)
		}
	}
}

func TestLanguageIsOneThatIsSpoken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "profile.json")
	p, err := load(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ set, want string }{{"de", "de"}, {"xx", ""}, {"fr", "fr"}, {"", ""}} {
		if err := p.SetLanguage(c.set); err != nil {
			t.Fatal(err)
		}
		if again, err := load(path); err != nil || again.Language() != c.want {
			t.Errorf("%q is kept as %q, %v, want %q", c.set, again.Language(), err, c.want)
		}
	}
}

func TestWhenWorkspacesWereOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "profile.json")
	p, err := load(path)
	if err != nil {
		t.Fatal(err)
	}
	before := time.Now().Add(-time.Second)
	for i := range 12 {
		if err := p.AddRecent("/w/" + string(rune('a'+i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.RemoveRecent("/w/l"); err != nil {
		t.Fatal(err)
	}
	again, err := load(path)
	if err != nil {
		t.Fatal(err)
	}
	if recent := again.Recent(); len(recent) != 9 || recent[0] != "/w/k" {
		t.Errorf("recent are %q", recent)
	}
	if at := again.Opened("/w/k"); at.Before(before) || at.After(time.Now().Add(time.Second)) {
		t.Errorf("it was opened %v", at)
	}
	for _, gone := range []string{"/w/a", "/w/l"} {
		if at := again.Opened(gone); !at.IsZero() {
			t.Errorf("%s is remembered: %v", gone, at)
		}
	}
}
