"""keying"""
