-- Reads the last state event of a user, even if the key has another value by now.
--
-- KEYS[1..7]  see topic.lua
-- ARGV[1..8]  see topic.lua
-- ARGV[9]     user
--
-- Answers {'latest', event}, or {'latest'} if there is none, or it is older than ARGV[6]

return answer_of(function()
  local event = head.exists and redis.call('HGET', LATEST, ARGV[9])
  local at = event and tonumber(string.match(event, '"at":(%d+)') or now)
  if event and at >= now - IDLE then
    return {'latest', event}
  end
  return {'latest'}
end)
