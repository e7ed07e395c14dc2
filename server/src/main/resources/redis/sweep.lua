-- Turns expired state into events, and renews the topic's time to live.
--
-- KEYS[1..7]  see topic.lua
-- ARGV[1..8]  see topic.lua
--
-- Answers {'next', ms until the next state expires}, or {'next'} if none will
--      or {'more'}: more state has expired than one call handles; call it again at once

return answer_of(function()
  local more = expire(true)
  if head.exists then
    keep()
    redis.call('HSET', HEAD, 'keptAt', digits(head.kept_at))
  end
  if more then
    return {'more'}
  end
  local next_due = head.expiring and redis.call('ZRANGE', EXPIRY, 0, 0, 'WITHSCORES')[2]
  return {'next', next_due and digits(math.max(0, next_due - clock)) or nil}
end)
