"""What a script asks for, scene by scene: rules over screenplays, plain Python."""
