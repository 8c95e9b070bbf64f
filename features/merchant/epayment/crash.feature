@epayment @core
Feature: The connection breaks
  Whoever gets no answer does not know whether the money has moved. The same call
  with the same key tells, and moves it no second time.

  @rule:merchant-connection-breaks
  Rule: A call without an answer is made again with its key and its body

    @COM-CL-08 @EPAY-CL-10
    Scenario Outline: The connection breaks <when> at the start of a payment
      When Kari places an order of 499.00 NOK, and the connection breaks <when>
      And Kari approves the payment
      Then the order is paid
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |

    @COM-CL-08 @EPAY-CL-10
    Scenario Outline: The connection breaks <when> at a capture
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

    @COM-CL-08 @EPAY-CL-10
    Scenario Outline: The connection breaks <when> at a refund
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

    @COM-CL-08 @EPAY-CL-10
    Scenario Outline: The connection breaks <when> at a cancellation
      Given Kari has paid for an order of 499.00 NOK
      When the shop cancels the order, and the connection breaks <when>
      Then the order is cancelled
      And 499.00 NOK stands cancelled
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |
