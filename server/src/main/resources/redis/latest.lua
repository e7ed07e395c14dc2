-- Reads the last state event of a user, whether or not it still is the key's value.
--
-- KEYS[1..7]  see topic.lua
-- ARGV[1..7]  see topic.lua
-- ARGV[8]     user
--
-- Answers {'latest', event}, or {'latest'} if there is none or it is older than ARGV[6]

local event = head.exists and redis.call('HGET', LATEST, ARGV[8])
if event and tonumber(string.match(event, '"at":(%d+)')) >= now - ARGV[6] then
  return {'latest', event}
end
return {'latest'}
