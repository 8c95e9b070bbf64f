@recurring.v3 @core
Feature: Changing an agreement with version 3
  A change names what it changes. What does not fit the kind of price is refused,
  and so is anything beside a stop.

  Background:
    Given a merchant that sells in NOK

  @rule:change-several
  Rule: Several things change at once

    Scenario: Product, description, price and the merchant's number change at once
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant changes the agreement
        | product         | Honey and jam by post |
        | description     | A jar of each         |
        | price           | 399.00                |
        | external number | member 4712           |
      Then the agreement has
        | product         | Honey and jam by post |
        | description     | A jar of each         |
        | price           | 399.00                |
        | external number | member 4712           |
      And the agreement is active
      And every exchange keeps to the contract

    Scenario: A page without https is refused
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to change the agreement
        | page | http://shop.example/my/honey |
      Then the update is refused because the request is invalid
      And the request is reported as "guide.https-url"

    Scenario: A product of 46 characters is refused and nothing changes
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to change the agreement
        | product | Honey and jam and marmalade and syrup by posts |
        | price   | 399.00                                         |
      Then the update is refused because the request is invalid
      And the request breaks the contract at "/productName"
      And the agreement has
        | price | 349.00 |

  @rule:change-pricing
  Rule: The kind of price stays

    Scenario: A price that Kari chooses has no amount to change
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      And the merchant has offered it to Kari
      And Kari has accepted it
      When the merchant tries to change the agreement
        | price | 399.00 |
      Then the update is refused because the request is invalid
      And the agreement has
        | suggested maximum | 1000.00 |

    Scenario: A fixed price has no suggestion to change
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to change the agreement
        | suggested maximum | 1000.00 |
      Then the update is refused because the request is invalid
      And the agreement has
        | price | 349.00 |

    Scenario: More than 20000.00 NOK cannot be suggested later either
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      And the merchant has offered it to Kari
      And Kari has accepted it
      When the merchant tries to change the agreement
        | suggested maximum | 20000.01 |
      Then the update is refused because the suggested maximum is too high
      And the agreement has
        | suggested maximum | 1000.00 |

    @wire
    Scenario: Another kind of price does not take
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to change the agreement so that it carries {"type":"VARIABLE"} at "/pricing"
      Then the request is reported as "guide.fixed-at-draft"
      And the agreement has
        | price | 349.00 |

    Scenario: A price below 1.00 NOK is refused
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to change the agreement
        | price | 0.99 |
      Then the update is refused because the amount is too small
      And the agreement has
        | price | 349.00 |

  @rule:change-interval
  Rule: The interval changes with its own form

    Scenario: A month becomes two weeks
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant changes the agreement
        | interval | 2 week |
      Then the agreement has
        | interval | 2 week |
        | price    | 349.00 |
      And every exchange keeps to the contract

    Scenario: An interval becomes flexible
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant changes the agreement
        | interval | flexible |
      Then the agreement has
        | interval | flexible |
      And every exchange keeps to the contract

    @wire
    Scenario: A recurring interval without its period is refused
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to change the agreement so that it carries {"type":"RECURRING"} at "/interval"
      Then the update is refused because the request is invalid
      And the request is reported as "guide.interval-update"
      And the agreement has
        | interval | 1 month |

    @wire
    Scenario: A flexible interval with a period is refused
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to change the agreement so that it carries {"type":"FLEXIBLE","period":{"unit":"WEEK","count":2}} at "/interval"
      Then the update is refused because the request is invalid
      And the request is reported as "guide.interval-update"
      And the agreement has
        | interval | 1 month |

    @wire
    Scenario: An interval in the form of a draft is refused
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to change the agreement so that it carries {"unit":"WEEK","count":2} at "/interval"
      Then the update is refused because the request is invalid
      And the request is reported as "guide.interval-update"
      And the agreement has
        | interval | 1 month |

  @rule:change-stop-alone
  Rule: A stop stands alone

    Scenario: A stop beside another change is refused and the agreement goes on
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to change the agreement
        | state   | stopped       |
        | product | Honey no more |
      Then the update is refused
      And the request is reported as "guide.stop-alone"
      And the agreement is active
      And the agreement has
        | product | Honey by post |

    Scenario: An agreement cannot be made active by a change
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has stopped the agreement
      When the merchant tries to change the agreement so that it carries "ACTIVE" at "/status"
      Then the update is refused
      And the request breaks the contract at "/status"
      And the agreement is stopped

    @sandbox
    Scenario: When Kari deletes her profile the agreement is stopped
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      When Kari deletes her profile
      Then the agreement is stopped
      And the charge is cancelled
