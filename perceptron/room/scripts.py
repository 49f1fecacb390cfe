"""What the Redis server itself carries out, each script in one piece, as no other comes between.

A room is the hash `perceptron:room:CODE`; beside it stand `…:students`, a hash of when and how each
was last heard of, `…:votes:BALLOT`, a hash of what each student has committed to, and `…:ballots`,
the set of these. All of them expire at the moment that the hash names as `until`, by the server's
clock. A script is given that key and the code; it returns a word and then what was asked for.
"""

from __future__ import annotations

PREFIX = "perceptron:"
CHANGES = f"{PREFIX}changes"  # the channel on which each change is told: code and kind
ROOMS = f"{PREFIX}rooms"  # the codes of all rooms, sorted by when they expire
DONE, GONE, FULL, CLOSED, NO = "done", "gone", "full", "closed", "no"

_NOW = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
"""  # in English: Lua
_ROOM = f"""
local room, code = KEYS[1], ARGV[1]
local till = redis.call('HGET', room, 'until')
if not till then return {{'{GONE}'}} end
local students, ballots = room .. ':students', room .. ':ballots'
local function votes(ballot) return room .. ':votes:' .. ballot end
local function tell(what) redis.call('PUBLISH', '{CHANGES}', code .. ' ' .. what) end
"""  # in English: Lua
_LET_IN = f"""
local function let_in(student, most, how)
    local known = redis.call('HEXISTS', students, student) == 1
    if not known and redis.call('HLEN', students) >= tonumber(most) then return nil end
    if how or not known then
        redis.call('HSET', students, student, now .. ' ' .. (how or 'live'))
        redis.call('PEXPIREAT', students, till)
    end
    return known and '{NO}' or '{DONE}'
end
"""  # in English: Lua

# ARGV: code, record, rooms at most, milliseconds kept
CREATE = f"""{_NOW}
redis.call('ZREMRANGEBYSCORE', '{ROOMS}', '-inf', now)
if redis.call('EXISTS', KEYS[1]) == 1 then return {{'{NO}'}} end
if redis.call('ZCARD', '{ROOMS}') >= tonumber(ARGV[3]) then return {{'{FULL}'}} end
local till = now + ARGV[4]
redis.call('HSET', KEYS[1], 'version', 1, 'record', ARGV[2], 'ballot', '', 'until', till)
redis.call('PEXPIREAT', KEYS[1], till)
redis.call('ZADD', '{ROOMS}', till, ARGV[1])
redis.call('PEXPIREAT', '{ROOMS}', till)
return {{'{DONE}'}}
"""  # in English: Lua

READ = f"""{_ROOM}
return {{'{DONE}', unpack(redis.call('HMGET', room, 'version', 'record', 'ballot'))}}
"""  # in English: Lua

# ARGV: code, version, record, ballot, what is told
REPLACE = f"""{_ROOM}
if redis.call('HGET', room, 'version') ~= ARGV[2] then return {{'{NO}'}} end
redis.call('HSET', room, 'version', ARGV[2] + 1, 'record', ARGV[3], 'ballot', ARGV[4])
tell(ARGV[5])
return {{'{DONE}'}}
"""  # in English: Lua

# ARGV: code, milliseconds kept
RENEW = f"""{_NOW}{_ROOM}
till = now + ARGV[2]
redis.call('HSET', room, 'until', till)
for _, key in ipairs({{room, students, ballots, '{ROOMS}'}}) do
    redis.call('PEXPIREAT', key, till)
end
for _, ballot in ipairs(redis.call('SMEMBERS', ballots)) do
    redis.call('PEXPIREAT', votes(ballot), till)
end
redis.call('ZADD', '{ROOMS}', 'XX', till, code)
return {{'{DONE}'}}
"""  # in English: Lua

# ARGV: code, what is told
DELETE = f"""{_ROOM}
for _, ballot in ipairs(redis.call('SMEMBERS', ballots)) do
    redis.call('DEL', votes(ballot))
end
redis.call('DEL', room, students, ballots)
redis.call('ZREM', '{ROOMS}', code)
tell(ARGV[2])
return {{'{DONE}'}}
"""  # in English: Lua

# ARGV: code, ballot, student, number, 'number text', students at most, what is told
COMMIT = f"""{_NOW}{_ROOM}{_LET_IN}
local last = redis.call('HGET', votes(ARGV[2]), ARGV[3])
if last and tonumber(string.match(last, '^%d+')) >= tonumber(ARGV[4]) then
    return {{'{DONE}', last}}
end
if ARGV[2] == '' or redis.call('HGET', room, 'ballot') ~= ARGV[2] then return {{'{CLOSED}'}} end
if not let_in(ARGV[3], ARGV[6]) then return {{'{FULL}'}} end
redis.call('HSET', votes(ARGV[2]), ARGV[3], ARGV[5])
redis.call('PEXPIREAT', votes(ARGV[2]), till)
redis.call('SADD', ballots, ARGV[2])
redis.call('PEXPIREAT', ballots, till)
tell(ARGV[7])
return {{'{DONE}', ARGV[5]}}
"""  # in English: Lua

# ARGV: code, ballot
COMMITS = f"""{_ROOM}
return {{'{DONE}', redis.call('HGETALL', votes(ARGV[2]))}}
"""  # in English: Lua

# ARGV: code, ballot, student
COMMITTED = f"""{_ROOM}
return {{'{DONE}', redis.call('HGET', votes(ARGV[2]), ARGV[3])}}
"""  # in English: Lua

# ARGV: code, ballot
COUNT = f"""{_ROOM}
return {{'{DONE}', redis.call('HLEN', votes(ARGV[2]))}}
"""  # in English: Lua

# ARGV: code, student, how, students at most, what is told
HEAR = f"""{_NOW}{_ROOM}{_LET_IN}
local came = let_in(ARGV[2], ARGV[4], ARGV[3])
if not came then return {{'{FULL}'}} end
if came == '{DONE}' then tell(ARGV[5]) end
return {{'{DONE}'}}
"""  # in English: Lua

# ARGV: code
STUDENTS = f"""{_NOW}{_ROOM}
return {{'{DONE}', now, redis.call('HGETALL', students)}}
"""  # in English: Lua

# KEYS: what is tried; ARGV: tries, milliseconds
ALLOW = f"""
local before = tonumber(redis.call('GET', KEYS[1]) or 0)
if tonumber(ARGV[1]) > 0 then
    redis.call('INCRBY', KEYS[1], ARGV[1])
    if before == 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
end
return {{'{DONE}', before}}
"""  # in English: Lua
