@recurring.v3 @core
Feature: Capturing a reserved charge
  What is to be shipped is reserved first. The merchant captures it when the goods
  leave: all at once or in parts. What it does not ship it gives up.

  Background:
    Given a merchant that sells in NOK
    And Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month

  @rule:charge-capture-partial
  Rule: A reserved charge is captured in parts

    Scenario: One jar of five ships now
      When the merchant captures 100.00 NOK of the charge
      Then the charge stands at
        | state              | amount | captured | refunded | cancelled |
        | partially captured | 500.00 | 100.00   | 0.00     | 0.00      |
      And the history of the charge is CREATE, RESERVE, CAPTURE
      And every exchange keeps to the contract

    Scenario: Two parcels take the whole charge
      Given the merchant has captured 100.00 NOK of the charge
      When the merchant captures 400.00 NOK of the charge
      Then the charge stands at
        | state   | amount | captured | refunded | cancelled |
        | charged | 500.00 | 500.00   | 0.00     | 0.00      |
      And the history of the charge is CREATE, RESERVE, CAPTURE, CAPTURE

    Scenario: A third parcel follows a second
      Given the merchant has captured 100.00 NOK of the charge
      And the merchant has captured 150.50 NOK of the charge
      When the merchant captures 249.50 NOK of the charge
      Then the charge stands at
        | state   | captured |
        | charged | 500.00   |

    Scenario: The whole charge ships at once
      When the merchant captures the whole charge
      Then the charge stands at
        | state   | captured |
        | charged | 500.00   |
      And the history of the charge is CREATE, RESERVE, CAPTURE

  @rule:charge-capture-within
  Rule: Nobody can take more than was reserved

    Scenario: One øre more than is reserved is refused
      When the merchant tries to capture 500.01 NOK of the charge
      Then the capture is refused because it exceeds the authorization
      And the charge stands at
        | state    | captured |
        | reserved | 0.00     |

    Scenario: One øre more than is left is refused
      Given the merchant has captured 100.00 NOK of the charge
      When the merchant tries to capture 400.01 NOK of the charge
      Then the capture is refused because it exceeds the authorization
      And the charge stands at
        | state              | captured |
        | partially captured | 100.00   |

    Scenario: When all is captured nothing more can be taken
      Given the merchant has captured the whole charge
      When the merchant tries to capture 1.00 NOK of the charge
      Then the capture is refused because nothing is left to capture
      And the refusal says "CHARGED"
      And the charge stands at
        | state   | captured |
        | charged | 500.00   |

  @rule:charge-release
  Rule: What is not shipped is given up

    Scenario: The rest of a charge is given up
      Given the merchant has captured 100.00 NOK of the charge
      When the merchant cancels the charge
      Then the charge stands at
        | state   | amount | captured | refunded | cancelled |
        | charged | 500.00 | 100.00   | 0.00     | 400.00    |
      And the history of the charge is CREATE, RESERVE, CAPTURE, CANCEL
      And every exchange keeps to the contract

    Scenario: What was given up cannot be captured any more
      Given the merchant has captured 100.00 NOK of the charge
      And the merchant has cancelled the charge
      When the merchant tries to capture 1.00 NOK of the charge
      Then the capture is refused because nothing can be captured any more
      And the charge stands at
        | state   | captured |
        | charged | 100.00   |

    Scenario: A reservation that is given up leaves nothing
      When the merchant cancels the charge
      Then the charge stands at
        | state     | captured | cancelled |
        | cancelled | 0.00     | 500.00    |
      And the history of the charge is CREATE, RESERVE, CANCEL

    Scenario: What is captured cannot be cancelled, and the refusal says how it stands
      Given the merchant has captured the whole charge
      When the merchant tries to cancel the charge
      Then the cancellation is refused because nothing can be cancelled any more
      And the refusal says "CHARGED"
      And the charge is charged

  @rule:charge-refund-part
  Rule: What is captured can be given back

    Scenario: A broken jar is given back
      Given the merchant has captured the whole charge
      When the merchant refunds 100.00 NOK of the charge
      Then the charge stands at
        | state              | captured | refunded |
        | partially refunded | 500.00   | 100.00   |
      And the history of the charge is CREATE, RESERVE, CAPTURE, REFUND
      And the agreement is active

    Scenario: All is given back in two parts
      Given the merchant has captured the whole charge
      And the merchant has refunded 100.00 NOK of the charge
      When the merchant refunds 400.00 NOK of the charge
      Then the charge stands at
        | state    | captured | refunded |
        | refunded | 500.00   | 500.00   |

    Scenario: One øre more than is left to give back is refused
      Given the merchant has captured the whole charge
      And the merchant has refunded 100.00 NOK of the charge
      When the merchant tries to refund 400.01 NOK of the charge
      Then the refund is refused because it exceeds what is captured
      And the charge stands at
        | state              | refunded |
        | partially refunded | 100.00   |

    Scenario: More than was shipped cannot be given back
      Given the merchant has captured 100.00 NOK of the charge
      And the merchant has cancelled the charge
      When the merchant tries to refund 100.01 NOK of the charge
      Then the refund is refused because it exceeds what is captured
      And the charge stands at
        | captured | refunded |
        | 100.00   | 0.00     |

    Scenario: What was shipped of a part is given back
      Given the merchant has captured 100.00 NOK of the charge
      And the merchant has cancelled the charge
      When the merchant refunds 100.00 NOK of the charge
      Then the charge stands at
        | state    | captured | refunded |
        | refunded | 100.00   | 100.00   |

  @rule:charge-history-keys
  Rule: The history names the merchant's keys

    Scenario: Every change of a charge is found by its key
      Given the merchant has captured 100.00 NOK of the charge with the key "parcel"
      And the merchant has refunded 50.00 NOK of the charge with the key "broken jar"
      When the merchant cancels the charge with the key "sold out"
      Then the history of the charge is CREATE, RESERVE, CAPTURE, REFUND, CANCEL
      And the CAPTURE in the history has the key "parcel"
      And the REFUND in the history has the key "broken jar"
      And the CANCEL in the history has the key "sold out"

    Scenario: The charge is found without its agreement
      Given the merchant has captured 100.00 NOK of the charge
      Then the charge is found without its agreement
      And every exchange keeps to the contract

    Scenario: A charge that nobody has is not found
      When the merchant tries to find a charge that nobody has
      Then the reading is refused because the merchant has no such charge
      And the charge is reserved
