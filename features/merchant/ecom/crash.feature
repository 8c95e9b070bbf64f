@ecom @core
Feature: The connection to eCom breaks
  Whoever gets no answer does not know whether the money has moved. A capture or a
  refund that is made again with its X-Request-Id moves it no second time. A payment
  that is started again is another one: its order has another number.

  @rule:merchant-ecom-connection-breaks
  Rule: A call to eCom without an answer is mended, and money moves once

    @ECOM-CL-12
    Scenario Outline: The connection to eCom breaks <when> at the start of a payment
      When Kari places an order of 499.00 NOK, and the connection breaks <when>
      And Kari approves the payment
      Then the order is paid
      And 0.00 NOK stands captured

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |

    @ECOM-CL-12
    Scenario Outline: The connection to eCom breaks <when> at a capture
      Given Kari has paid for an order of 499.00 NOK
      And the shop has shipped 100.00 NOK of it
      When the shop ships 199.00 NOK of it, and the connection breaks <when>
      Then the order is shipped
      And 299.00 NOK stands captured
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |

    @ECOM-CL-12
    Scenario Outline: The connection to eCom breaks <when> at a refund
      Given Kari has paid for an order of 499.00 NOK
      And the shop has shipped it
      And the shop has taken back 100.50 NOK of it
      When the shop takes back 120.00 NOK of it, and the connection breaks <when>
      Then 220.50 NOK stands refunded
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |

    @ECOM-CL-12
    Scenario Outline: The connection to eCom breaks <when> at a cancellation
      Given Kari has paid for an order of 499.00 NOK
      When the shop cancels the order, and the connection breaks <when>
      Then the order is cancelled
      And 499.00 NOK stands cancelled

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |
