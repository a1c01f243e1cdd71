package doctext

import (
	"strings"
	"testing"
)

func TestTextCacheKeepsTheLastOnes(t *testing.T) {
	var c Cache
	big := New(strings.Repeat("x", cachedBytes/2-1))
	c.Put("a", big)
	c.Put("b", big)
	c.Get("a") // now b is the one not used for longest
	c.Put("c", New(strings.Repeat("y", 10)))
	if c.Get("a") == nil || c.Get("b") != nil || c.Get("c") == nil {
		t.Errorf("kept %d texts: others than the last ones", c.recent.Len())
	}
	c.Put("d", New(strings.Repeat("z", cachedBytes+1)))
	if c.recent.Len() != 1 || c.Get("d") == nil {
		t.Errorf("kept %d texts, want only the last, which is larger than all that is kept", c.recent.Len())
	}
	c.Put("d", New("another"))
	if c.bytes != cachedBytes+1 {
		t.Errorf("counted %d bytes", c.bytes)
	}
}
