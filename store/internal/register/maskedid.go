package register

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Mask is the hash that stands for the id of an event in a blind package.
// An event's id begins with its time, and so the events of a claim would tell
// when it was labelled and which claims were labelled together. Whoever has the
// id can compute its masked one and compare. Masked ids sort before all ids.
func Mask(stamp string) string {
	sum := sha256.Sum256([]byte("veil\x00" + stamp))
	return "#" + hex.EncodeToString(sum[:16])
}

// MaskAll masks stamps, and gives them in order.
func MaskAll(stamps Stamps) Stamps {
	all := make(Stamps, len(stamps))
	for i, stamp := range stamps {
		if stamp != "" {
			stamp = Mask(stamp)
		}
		all[i] = stamp
	}
	slices.Sort(all)
	return all
}
