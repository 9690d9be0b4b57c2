"""Words that several patterns of redaction are made of."""

PROPER = r"[A-Z][\w'’-]{0,60}"
"""A word with a capital, with what is joined to it. It has an end: each letter in it may begin another, and each of
those would be read to the end of a text that has no spaces."""

NO_NAME = (
    r"(?:my|your|our|his|her|their|the|a|an|at|in|to|of|for|from|and|or|but|with|by|on|is|was|were|are|as"
    r"|be|been|am|i|im|me|we|us|it|its"
    r"|u|ur|this|that|these|those|same|new|old|other|another|different|any|some|every|each|no|not|all"
    r"|after|before|during|outside|inside"
    r"|near|local|special|boarding|mainstream|whole|art|drama|high|primary|secondary|junior|infant|middle"
    r"|good|bad|big|small|little|nice|own"
    r"|proper|first|last|next|best|worst|private|public|state|free|go|goes|going|went|gone|get|gets|got"
    r"|getting|start|started|finish|finished|left|leave"
    r"|leaving|move|moved|attend|attended|visit|into|about|like|love|hate|miss|missed|because|cos|when"
    r"|where|if|than|so|then|just|still"
    r"|at|have|has|had|having|do|does|did|dont|doing|can|cant|could|would|should|will|wont|make|makes"
    r"|made|need|needs|want|wants|tell|told"
    r"|say|says|said|see|saw|think|know|one|two|three|four|five|who|what|which|why|how|there|their|theyre"
    r"|they|he|she|him|them|you|up|down|out"
    r"|off|over|through|thru|till|til|until|since|only|even|also|too|very|really|more|most|less|least"
    r"|many|much|few|lots|half|both|children'?s"
    r"|kids?|care|foster|group|safe|open|day|night|week|year|term|time|council|crown|magistrates?|family"
    r"|care|youth|open|around|round|between|"
    r"without|within|behind|beside|against|per|via|onto|w|n|2|4|b4|being|home|work|bus|train|real|normal"
    r"|quiet|nearest|right|wrong|clear)"
)
"""What no name of a street or a school begins with, or is."""
