package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// network watches which sockets a program has, from its start to its end. Those of the screen and of the desktop are
// local ones; any other would be a connection to somewhere.
type network struct {
	mu     sync.Mutex
	looks  int
	local  map[string]bool // sockets that are known to be local, by what /proc calls them
	remote []string
}

// watch looks until the program ends, often enough to see any connection that waits for an answer.
func (n *network) watch(p *process) {
	folder := fmt.Sprintf("/proc/%d", p.cmd.Process.Pid)
	for p.alive() {
		n.look(folder)
		time.Sleep(20 * time.Millisecond)
	}
}

func (n *network) look(folder string) {
	entries, err := os.ReadDir(filepath.Join(folder, "fd"))
	if err != nil {
		return // it has just ended
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.looks++
	for _, e := range entries {
		target, err := os.Readlink(filepath.Join(folder, "fd", e.Name()))
		socket, is := strings.CutPrefix(target, "socket:[")
		socket = strings.TrimSuffix(socket, "]")
		if err != nil || !is || n.local[socket] {
			continue
		}
		if table := tableOf(folder, socket); table != "" {
			n.remote = append(n.remote, table)
		}
		if n.local == nil {
			n.local = map[string]bool{}
		}
		n.local[socket] = true // seen; it is told once
	}
}

// tableOf finds the kind of an internet socket; "" for one that is none.
func tableOf(folder, socket string) string {
	for _, table := range []string{"tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6", "icmp", "icmp6", "packet"} {
		content, err := os.ReadFile(filepath.Join(folder, "net", table))
		if err != nil {
			continue // this system has none of the kind
		}
		for line := range strings.Lines(string(content)) {
			if fields := strings.Fields(line); slices.Contains(fields[min(len(fields), 8):], socket) {
				return table + " " + strings.Join(fields[1:min(len(fields), 4)], " ")
			}
		}
	}
	return ""
}

func (n *network) verdict() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case len(n.remote) > 0:
		return fmt.Errorf("the program opened %s", strings.Join(n.remote, ", "))
	case n.looks < 10 || len(n.local) == 0:
		return errors.New("the program's sockets could not be seen")
	}
	return nil
}
