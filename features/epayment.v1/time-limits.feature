@epayment.v1 @extended @sandbox
Feature: Time limits of ePayment
  In Norway captures and cancellations have 180 days, refunds 365. In Denmark and
  Finland captures have 14, and what is left by then is given up.

  @rule:epayment-limits
  Rule: In Norway a capture and a cancellation have 180 days

    Scenario Outline: Day <day> is still in time to <act>
      Given a merchant that sells in NOK
      And Kari has approved a payment of 499.00 NOK
      And <day> days have passed
      When the merchant <acts>
      Then <captured> NOK stands captured
      And every exchange keeps to the contract

      Examples: the last day
        | day | act     | acts                             | captured |
        | 179 | capture | captures everything that is left | 499.00   |
        | 179 | cancel  | cancels the payment              | 0.00     |

    Scenario Outline: Day <day> is too late to <act>
      Given a merchant that sells in NOK
      And Kari has approved a payment of 499.00 NOK
      And <day> days have passed
      When the merchant tries to <act> the payment
      Then the <noun> is refused because it comes too late
      And the refusal has the code <code>
      And nothing stands captured

      Examples: the day after
        | day | act     | noun         | code |
        | 181 | capture | capture      | 6100 |
        | 181 | cancel  | cancellation | 6030 |

  @rule:epayment-limits-refund
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
      And the refusal has the code 6220
      And nothing stands refunded

  @rule:epayment-limits-abroad
  Rule: In Denmark and Finland a capture has 14 days

    Scenario Outline: What is not captured in <currency> within 14 days is given up
      Given a merchant that sells in <currency>
      And Kari has approved a payment of 499.00 <currency>
      When 15 days pass
      Then 499.00 <currency> stands cancelled
      And the history ends with CANCELLED

      Examples: both countries
        | currency |
        | DKK      |
        | EUR      |

    Scenario: On the thirteenth day a payment in DKK is captured
      Given a merchant that sells in DKK
      And Kari has approved a payment of 499.00 DKK
      And 13 days have passed
      When the merchant captures 499.00 DKK
      Then 499.00 DKK stands captured

    Scenario: A unit that may capture late captures in DKK on day 100
      Given a merchant that sells in DKK and may capture late
      And Kari has approved a payment of 499.00 DKK
      And 100 days have passed
      When the merchant captures 499.00 DKK
      Then 499.00 DKK stands captured
