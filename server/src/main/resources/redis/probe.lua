-- Calls once, on its own key, each command that the other scripts call. So it finds out whether
-- this user has the rights and Redis accepts writes.
--
-- KEYS[1] a key, and a channel, that nothing else uses
--
-- ARGV[1] PUBLISH, or SPUBLISH where messages stay within the shard
--
-- Answers {'well'}, or fails as the other scripts would; the error names a missing right

local KEY, PUBLISH = KEYS[1], ARGV[1]

-- A missing right is NOPERM, but an ERR in a script of Redis 7.0, and not every version names the
-- command.
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

-- The first command takes memory: if Redis lacks memory, disk or replicas, it refuses this one.
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
