"""Reports on the web → files of the raw folder, politely and safely. What a report says is no concern of this room."""
