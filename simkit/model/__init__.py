"""What a system is: frozen data, and the script that each diagram is projected to."""
