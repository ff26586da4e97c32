throw new Error('thrown by the entry')
