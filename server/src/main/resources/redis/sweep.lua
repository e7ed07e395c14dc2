-- Makes events of state whose time is up, and keeps the topic from being forgotten.
--
-- KEYS[1..7]  see topic.lua
-- ARGV[1..7]  see topic.lua
--
-- Answers {'next', ms until the next state expires}, or {'next'} if none will
--      or {'more'}: it wants to be called again at once

local more = expire()
if head.exists then
  keep()
end
if more then
  return {'more'}
end
local next_due = redis.call('ZRANGE', EXPIRY, 0, 0, 'WITHSCORES')[2]
return {'next', next_due and digits(math.max(0, next_due - now))}
