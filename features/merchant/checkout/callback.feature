@checkout @core
Feature: Callbacks of a checkout that cannot be trusted
  The API calls at the end of a session and signs nothing but with the token that
  it was given. The order must end right every time, and money move once.

  @rule:merchant-checkout-callback-genuine
  Rule: Only a callback with the token of the session counts

    @CHK-CL-03 @patient
    Scenario Outline: A callback of a checkout with <what> changes nothing
      Given the callback of another payment has arrived
      And Kari has opened a checkout of 499.00 NOK
      When somebody sends the callback of the payment with <what>
      Then the order is waiting

      Examples: what somebody could send
        | what                 |
        | no token             |
        | a token of their own |

  @rule:merchant-checkout-callback-lost
  Rule: What no callback of a checkout tells is asked for

    @CHK-CL-13 @patient
    Scenario: The callback of a paid checkout is lost
      Given Kari has opened a checkout of 499.00 NOK
      And Kari has begun to pay
      And its callbacks are lost
      When Kari approves the payment
      Then the order is paid
      And 0.00 NOK stands captured

  @rule:merchant-checkout-callback-repeated
  Rule: A callback of a checkout that comes again, or late, has no further effect

    @CHK-CL-08 @patient
    Scenario: The callback of a checkout comes twice
      Given Kari has paid in a checkout of 499.00 NOK
      And the callback of its payment has arrived
      And the shop has shipped 199.00 NOK of it
      When the callback of the payment comes again
      Then the order is shipped
      And 199.00 NOK stands captured

    @CHK-CL-08 @patient
    Scenario: The callback of a checkout comes when the order is cancelled already
      Given Kari has paid in a checkout of 499.00 NOK
      And the callback of its payment has arrived
      And the shop has cancelled the order
      When the callback of the payment comes again
      Then the order is cancelled
      And all that was paid stands cancelled

    @CHK-CL-08 @patient
    Scenario: The callback of a checkout finds nobody, and comes again
      Given Kari has opened a checkout of 499.00 NOK
      And Kari has begun to pay
      And its next callback finds nobody at the shop
      When Kari approves the payment
      And the API delivers again
      Then the order is paid
      And 0.00 NOK stands captured

    @CHK-CL-08 @patient
    Scenario: The shop's answer to the callback of a checkout is lost
      Given Kari has opened a checkout of 499.00 NOK
      And Kari has begun to pay
      And the shop's answer to its next callback is lost
      When Kari approves the payment
      And the API delivers again
      Then the order is paid
      And 0.00 NOK stands captured

  @rule:merchant-checkout-return-page
  Rule: Who comes back from a checkout has not paid yet

    @CHK-CL-14 @patient
    Scenario: Kari comes back from a checkout in another browser without having paid
      Given Kari has opened a checkout of 499.00 NOK
      When Kari comes back in another browser
      Then the order is waiting

    @CHK-CL-14 @patient
    Scenario: Kari comes back from a checkout in another browser after she has paid
      Given Kari has opened a checkout of 499.00 NOK
      And Kari has begun to pay
      And its callbacks are lost
      And Kari has approved the payment
      When Kari comes back in another browser
      Then the order is paid

  @rule:merchant-checkout-connection-breaks
  Rule: A call about a checkout without an answer is mended, and money moves once

    @CHK-CL-09
    Scenario Outline: The connection breaks <when> when a checkout is opened
      When Kari opens a checkout of 499.00 NOK, and the connection breaks <when>
      And Kari approves the payment
      Then the order is paid

      Examples: when it breaks
        | when                        |
        | after the API has done it   |
        | in the middle of the answer |

    @CHK-CL-09
    Scenario Outline: The connection breaks <when> at the capture of a checkout
      Given Kari has paid in a checkout of 499.00 NOK
      And the shop has shipped 100.00 NOK of it
      When the shop ships 199.00 NOK of it, and the connection breaks <when>
      Then the order is shipped
      And 299.00 NOK stands captured
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | after the API has done it   |
        | in the middle of the answer |

    @CHK-CL-09
    Scenario Outline: The connection breaks <when> at the refund of a checkout
      Given Kari has paid in a checkout of 499.00 NOK
      And the shop has shipped it
      And the shop has taken back 100.50 NOK of it
      When the shop takes back 120.00 NOK of it, and the connection breaks <when>
      Then 220.50 NOK stands refunded
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | after the API has done it   |
        | in the middle of the answer |
