// One file, because a template takes seconds to make and files share nothing.
import './stack.suite.ts'
import './permissions.suite.ts'
import './alarms.suite.ts'
import './guard.suite.ts'
