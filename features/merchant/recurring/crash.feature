@recurring @core
Feature: The connection breaks while a subscription is sold, charged or changed
  Whoever gets no answer does not know whether the agreement was drafted, or the
  money asked for. The same call with the same key tells, and does it no second
  time.

  @rule:merchant-subscription-connection-breaks
  Rule: A call without an answer is made again with its key and its body

    @COM-CL-08 @REC-CL-10
    Scenario Outline: The connection breaks <when> at the offer of a subscription
      When Kari is offered a subscription of 49.00 NOK, and the connection breaks <when>
      And Kari accepts the subscription
      Then the subscription is active
      And one subscription was offered
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |

    @COM-CL-08 @REC-CL-10
    Scenario Outline: The connection breaks <when> at a charge
      Given Kari has a subscription of 49.00 NOK
      When the shop charges 49.00 NOK, and the connection breaks <when>
      And the charge falls due
      Then one charge stands
      And 49.00 NOK of the charge stands captured
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |

    @COM-CL-08 @REC-CL-10 @REC-CL-09
    Scenario Outline: The connection breaks <when> at the capture of a charge
      Given Kari has a subscription of 49.00 NOK
      And the shop has asked to reserve 49.00 NOK
      And the charge has fallen due
      When the shop captures 20.00 NOK of the charge, and the connection breaks <when>
      Then 20.00 NOK of the charge stands captured
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |

    @COM-CL-08 @REC-CL-10
    Scenario Outline: The connection breaks <when> at the cancellation of a charge
      Given Kari has a subscription of 49.00 NOK
      And the shop has charged 49.00 NOK
      When the shop cancels the charge, and the connection breaks <when>
      Then the charge is cancelled
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |

    @COM-CL-08 @REC-CL-10
    Scenario Outline: The connection breaks <when> at the refund of a charge
      Given Kari has a subscription of 49.00 NOK
      And the shop has charged 49.00 NOK
      And the charge has fallen due
      When the shop refunds 20.00 NOK of the charge, and the connection breaks <when>
      Then 20.00 NOK of the charge stands refunded
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |

    @COM-CL-08 @REC-CL-10
    Scenario Outline: The connection breaks <when> at a change of price
      Given Kari has a subscription of 49.00 NOK
      When the shop changes the price to 59.00 NOK, and the connection breaks <when>
      Then the price stands at 59.00 NOK
      And the subscription is active
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |

    @COM-CL-08 @REC-CL-10
    Scenario Outline: The connection breaks <when> at the end of a subscription
      Given Kari has a subscription of 49.00 NOK
      When the shop ends the subscription, and the connection breaks <when>
      Then the subscription is stopped
      And what was sent again had the same key and the same body

      Examples: when it breaks
        | when                        |
        | before the call is sent     |
        | after the call was sent     |
        | after the API has done it   |
        | in the middle of the answer |
