package profile

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"
)

// Recent are the absolute paths of the workspaces opened last, at most ten, the latest first.
func (p *Profile) Recent() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.data.Recent)
}

// Opened is when one of the recent workspaces was opened last; the zero time where that was not kept.
func (p *Profile) Opened(path string) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.Opened[path]
}

// AddRecent puts a workspace that is opened now at the head of the recent ones.
func (p *Profile) AddRecent(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("remembering a workspace: %w", err)
	}
	now := time.Now().UTC().Truncate(time.Second)
	return p.change(func(d *data) {
		others := slices.DeleteFunc(slices.Clone(d.Recent), func(other string) bool { return other == path })
		d.keepRecent(append([]string{path}, others[:min(len(others), maxRecent-1)]...))
		d.Opened[path] = now
	})
}

// RemoveRecent takes a workspace off the recent ones; its file stays.
func (p *Profile) RemoveRecent(path string) error {
	return p.change(func(d *data) {
		d.keepRecent(slices.DeleteFunc(slices.Clone(d.Recent), func(other string) bool { return other == path }))
	})
}

// keepRecent keeps other recent workspaces, and of the times those of them.
func (d *data) keepRecent(paths []string) {
	opened := map[string]time.Time{}
	for _, path := range paths {
		if at, known := d.Opened[path]; known {
			opened[path] = at
		}
	}
	d.Recent, d.Opened = paths, opened
}

// StartPageShown tells whether the start page was shown at a start already.
func (p *Profile) StartPageShown() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.Started
}

// SetStartPageShown keeps that it was.
func (p *Profile) SetStartPageShown() error { return p.change(func(d *data) { d.Started = true }) }
