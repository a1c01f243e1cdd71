package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"factmark/store/internal/db"
)

// mostLabels is how many labels there may be: what is shown in lists and menus
// as a whole must be of a size that can be shown.
const mostLabels = 1000

// LongestText is how long a text of a claim may be, in bytes.
const LongestText = db.LongestText

// guidelines and groups are the versions of the schema that brought those of labels.
const (
	guidelines = 6
	groups     = 16
)

// checkSizes refuses a file in which it is not. What is shown part by part, the
// claims of a document for instance, may be of any size.
func checkSizes(ctx context.Context, conn *sql.Conn, name string, version int) error {
	var count int
	err := conn.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM labels LIMIT ?)", mostLabels+1).Scan(&count)
	if err != nil {
		return db.Explain(ctx, err)
	}
	if count > mostLabels {
		return db.Failf(db.ErrDamaged, "%s cannot be trusted: it has more than %d labels; nothing was written to it; open a backup", name, mostLabels)
	}
	ofLabels := []string{"id", "name", "key", "letter", "light", "dark"}
	if version >= guidelines {
		ofLabels = append(ofLabels, "guideline")
	}
	if version >= groups {
		ofLabels = append(ofLabels, `"group"`)
	}
	for _, t := range []struct {
		*db.Table
		columns []string
	}{
		{db.Labels, ofLabels},
		{db.People, []string{"id", "name", "pseudonym"}},
		{db.Documents, []string{"id", "title", "publisher", "published", "source_url", "file_name", "charset", "added_at"}},
	} {
		var long bool
		query := fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM %s WHERE octet_length(%s) > %d)", t.Name, strings.Join(t.columns, ") + octet_length("), db.LongestName)
		if err := conn.QueryRowContext(ctx, query).Scan(&long); err != nil {
			return db.Explain(ctx, err)
		}
		if long {
			return db.Failf(db.ErrDamaged, "%s cannot be trusted: it has a %s with a name or address of more than %d kB; nothing was written to it; open a backup",
				name, t.Noun, db.LongestName>>10)
		}
	}
	return nil
}
