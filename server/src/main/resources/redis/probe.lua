-- Does once, on a key of its own, whatever the other scripts do: whether this user may, and Redis will.
--
-- KEYS[1] a key, and a channel, that nobody else uses
--
-- ARGV[1] PUBLISH, or SPUBLISH where followers are told within the shard
--
-- Answers {'well'}, or fails like a script that does the same; a right that is missing it names

local KEY, PUBLISH = KEYS[1], ARGV[1]

-- Redis calls it NOPERM, 7.0 within a script an ERR, and only some say which command.
local function try(command, ...)
  local answer = redis.pcall(command, ...)
  if type(answer) == 'table' and answer.err then
    local words, refused = string.gsub(string.gsub(answer.err, '^%-', ''), '^NOPERM ', '')
    if refused > 0 or string.find(words, 'The user executing', 1, true) then
      words = 'NOPERM ' .. command .. ': ' .. string.gsub(words, '^ERR ', '')
    end
    error('-' .. words, 0)
  end
end

-- The first is a write that takes memory: what Redis refuses for want of memory, disk or replicas it refuses here.
try('SET', KEY, '1', 'PX', 60000)
try('GET', KEY)
try('PTTL', KEY)
try('EXISTS', KEY)
try('TIME')
try('UNLINK', KEY)

try('HSET', KEY, 'field', '1')
try('PEXPIRE', KEY, 60000)
try('HGET', KEY, 'field')
try('HMGET', KEY, 'field')
try('HLEN', KEY)
try('HSTRLEN', KEY, 'field')
try('HVALS', KEY)
try('HSCAN', KEY, 0)
try('HDEL', KEY, 'field')

try('XADD', KEY, '1-1', 'field', '1')
try('PEXPIRE', KEY, 60000)
try('XRANGE', KEY, '1', '+', 'COUNT', 1)
try('XTRIM', KEY, 'MINID', '1')
try('XDEL', KEY, '1-1')
try('XSETID', KEY, '1-1')
try('UNLINK', KEY)

try('ZADD', KEY, 1, 'member')
try('PEXPIRE', KEY, 60000)
try('ZCARD', KEY)
try('ZRANGE', KEY, 0, 0)
try('ZRANGEBYSCORE', KEY, 0, 1)
try('ZREM', KEY, 'member')

try(PUBLISH, KEY, '')
return {'well'}
