variable "ledger_tag" {
  default = "3.4.1"
}

resource "aws_ecs_task_definition" "ledger" {
  family = "ledger"

  container_definitions = jsonencode([
    {
      name  = "ledger"
      image = "ghcr.io/example-shop/ledger:${var.ledger_tag}"
    },
    {
      name  = "proxy"
      image = "envoyproxy/envoy-alpine:v1.14.1"
    },
  ])
}
