@ecom.v2 @extended @sandbox
Feature: Time limits of eCom
  The change log of the API gives 365 days for captures and 180 for
  cancellations; the guide gives 180 for both. Refunds have 365 days by either.

  @rule:ecom-limits-changelog
  Rule: By the change log a capture has 365 days and a cancellation 180

    Scenario Outline: By the change log, day <day> is still in time to <act>
      Given a merchant that sells in NOK
      And Kari has approved a payment of 499.00 NOK
      And <day> days have passed
      When the merchant <acts>
      Then <captured> NOK stands captured
      And every exchange keeps to the contract

      Examples: the last day
        | day | act     | acts                               | captured |
        | 364 | capture | captures everything that is left   | 499.00   |
        | 179 | cancel  | cancels the payment                | 0.00     |

    Scenario Outline: By the change log, day <day> is too late to <act>
      Given a merchant that sells in NOK
      And Kari has approved a payment of 499.00 NOK
      And <day> days have passed
      When the merchant tries to <act> the payment
      Then the <noun> is refused because it comes too late
      And nothing stands captured

      Examples: the day after
        | day | act     | noun         |
        | 366 | capture | capture      |
        | 181 | cancel  | cancellation |

  @rule:ecom-limits-guide
  Rule: By the guide both have 180 days

    Scenario Outline: By the guide, day <day> is still in time to <act>
      Given a merchant whose sales unit follows the API guide's time limits
      And Kari has approved a payment of 499.00 NOK
      And <day> days have passed
      When the merchant <acts>
      Then <captured> NOK stands captured

      Examples: the last day
        | day | act     | acts                               | captured |
        | 179 | capture | captures everything that is left   | 499.00   |
        | 179 | cancel  | cancels the payment                | 0.00     |

    Scenario Outline: By the guide, day <day> is too late to <act>
      Given a merchant whose sales unit follows the API guide's time limits
      And Kari has approved a payment of 499.00 NOK
      And <day> days have passed
      When the merchant tries to <act> the payment
      Then the <noun> is refused because it comes too late
      And nothing stands captured

      Examples: the day after
        | day | act     | noun         |
        | 181 | capture | capture      |
        | 181 | cancel  | cancellation |

  @rule:ecom-limits-refund
  Rule: A refund has 365 days

    Scenario: After 364 days the money can still be given back
      Given a merchant that sells in NOK
      And Kari has approved a payment of 499.00 NOK
      And the merchant has captured everything
      And 364 days have passed
      When the merchant refunds 499.00 NOK
      Then 499.00 NOK stands refunded

    Scenario: After 366 days it is too late to give money back
      Given a merchant that sells in NOK
      And Kari has approved a payment of 499.00 NOK
      And the merchant has captured everything
      And 366 days have passed
      When the merchant tries to refund 499.00 NOK
      Then the refund is refused because it comes too late
      And nothing stands refunded
